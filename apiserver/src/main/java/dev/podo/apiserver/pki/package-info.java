/// The cluster's own certificate authority, the certificates it issues, the key that signs service
/// account tokens, and the files they are kept in.
@NullMarked
package dev.podo.apiserver.pki;

import org.jspecify.annotations.NullMarked;
