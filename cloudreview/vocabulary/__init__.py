"""The vocabulary: one relation a file, the only thing that stages share."""
