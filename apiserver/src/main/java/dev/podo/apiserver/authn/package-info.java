/// Who is asking: client certificates, service account tokens, anonymity.
@NullMarked
package dev.podo.apiserver.authn;

import org.jspecify.annotations.NullMarked;
