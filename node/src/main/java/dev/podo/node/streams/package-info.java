/// What clients want of running pods, through the API server: logs, exec, attach, port-forward.
@NullMarked
package dev.podo.node.streams;

import org.jspecify.annotations.NullMarked;
