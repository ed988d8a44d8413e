/// The patch formats of the API, applied to trees: JSON patch (RFC 6902), merge patch (RFC 7386)
/// and strategic merge patch.
@NullMarked
package dev.podo.machinery.patch;

import org.jspecify.annotations.NullMarked;
