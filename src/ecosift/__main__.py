"""`python -m ecosift`."""

from ecosift.cli import main

if __name__ == "__main__":
    main()
