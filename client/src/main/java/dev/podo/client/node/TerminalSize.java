package dev.podo.client.node;

/// In characters.
public record TerminalSize(int width, int height) {}
