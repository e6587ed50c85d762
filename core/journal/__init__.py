"""The journal, the words that are on their way into it, and finding them again."""
