"""Claims, judged against what the document defines."""
