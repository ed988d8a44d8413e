/// The runtime that runs nothing: pods *run* as annotations on them say (see [PodScript]),
/// addresses are handed out in order, and time passes only as the injected clock says. A sandbox is
/// a few small objects; nothing holds a thread.
@NullMarked
package dev.podo.node.simulated;

import org.jspecify.annotations.NullMarked;
