"""Where the built program begins: the command `campanello`, or one of the small processes beside it."""

import sys

from agent.keeper import FLAG

KEYRING = "--keyring"
"""`agent.keyring_process.FLAG`, which is imported only where it is meant."""

if sys.argv[1:2] == [FLAG]:
    from agent.keeper import main as keep

    keep(sys.argv)
elif sys.argv[1:2] == [KEYRING]:
    from agent.keyring_process import main as answer

    answer()
else:
    from ui.begin import main

    main()
