"""Where the bundled program begins: worker processes of a sweep come through here too."""

import multiprocessing

from playground.cli import main

if __name__ == "__main__":
    multiprocessing.freeze_support()
    main()
