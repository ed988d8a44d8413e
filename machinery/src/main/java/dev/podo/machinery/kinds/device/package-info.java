/// Devices of nodes, such as accelerators: what there is of them, who may ask for what, and who has
/// been given which (dynamic resource allocation, KEP-4381).
@NullMarked
package dev.podo.machinery.kinds.device;

import org.jspecify.annotations.NullMarked;
