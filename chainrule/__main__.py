"""`python -m chainrule`: the command, where the console script is not on PATH."""

import sys

from chainrule_command import main

sys.exit(main())
