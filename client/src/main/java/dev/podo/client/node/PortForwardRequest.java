package dev.podo.client.node;

/// A port of a pod to connect to, over TCP, once.
public record PortForwardRequest(String namespace, String pod, int port) {}
