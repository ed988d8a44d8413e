/// DaemonSets.
@NullMarked
package dev.podo.machinery.kinds.daemonset;

import org.jspecify.annotations.NullMarked;
