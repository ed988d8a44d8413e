/// What is known of CSI drivers: what they can do, on which nodes they are, how much they have
/// left, and what they have attached.
@NullMarked
package dev.podo.machinery.kinds.csi;

import org.jspecify.annotations.NullMarked;
