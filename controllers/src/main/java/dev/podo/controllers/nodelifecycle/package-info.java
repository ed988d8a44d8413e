/// Notices nodes that have fallen silent, and moves their Pods elsewhere.
@NullMarked
package dev.podo.controllers.nodelifecycle;

import org.jspecify.annotations.NullMarked;
