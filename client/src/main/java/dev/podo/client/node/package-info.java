/// What an API server asks of a node's agent on behalf of a client: logs, exec, attach and
/// port-forward.
@NullMarked
package dev.podo.client.node;

import org.jspecify.annotations.NullMarked;
