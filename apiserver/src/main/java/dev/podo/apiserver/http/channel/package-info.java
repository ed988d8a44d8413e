/// Handlers of a channel that know nothing of requests: who is silent, who is slow, and what nobody
/// understands.
@NullMarked
package dev.podo.apiserver.http.channel;

import org.jspecify.annotations.NullMarked;
