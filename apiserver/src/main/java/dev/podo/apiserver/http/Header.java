package dev.podo.apiserver.http;

/// One header of a response.
public record Header(String name, String value) {}
