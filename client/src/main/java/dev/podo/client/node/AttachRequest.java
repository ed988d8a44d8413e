package dev.podo.client.node;

/// A main process to connect to, as in PodAttachOptions.
///
/// @param container "" when the pod has but one
public record AttachRequest(
    String namespace,
    String pod,
    String container,
    boolean stdin,
    boolean stdout,
    boolean stderr,
    boolean tty) {}
