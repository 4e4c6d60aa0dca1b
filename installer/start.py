"""Where the built program begins: the command `campanello`, or the small process that starts it again."""

import sys

from agent.keeper import FLAG

if sys.argv[1:2] == [FLAG]:
    from agent.keeper import main as keep

    keep(sys.argv)
else:
    from ui.begin import main

    main()
