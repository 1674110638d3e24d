"""The project's pages, and the programs that write those that repeat the code."""
