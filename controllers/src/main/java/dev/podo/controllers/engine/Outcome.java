package dev.podo.controllers.engine;

import java.time.Instant;

/// What an effect found.
///
/// @param at the wall clock when it was asked
public record Outcome<R>(R value, Instant at) {}
