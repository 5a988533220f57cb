"""A document as an editor shows it: every side of its equations marked in its place.

    MarkedDocument(text)      the report, with places, sentences, repairs as edits; the graph
    answer(request)           the same for a program: plain data in, plain data out
    lab("...")                the editor in a notebook, a widget whose kernel answers
    python -m autograd.marking    requests as lines of JSON on standard input, answers as lines

Places are counted in UTF-16 code units, as editors in browsers count.
"""
