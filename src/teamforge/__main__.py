"""`python -m teamforge` is `teamforge`."""

from teamforge.cli import main

if __name__ == "__main__":
    main()
