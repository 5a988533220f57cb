"""The lab: an editor in which a derivation is marked as it is typed, with its graph beside it.

page      the page's files: one document, one script, one stylesheet, the lessons
server    the page from this machine to this machine, with a file that it edits
process   the checks, in a process of their own that a limit of time can end
watched   the file: read, written back whole, and seen when another program writes it
folder    the page as a folder for any web server, where Python runs in the browser (Pyodide)
"""
