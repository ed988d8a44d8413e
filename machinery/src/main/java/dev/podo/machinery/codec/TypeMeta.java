package dev.podo.machinery.codec;

/// What a body says of its own type, read before the body itself; "" where it says nothing.
public record TypeMeta(String apiVersion, String kind) {}
