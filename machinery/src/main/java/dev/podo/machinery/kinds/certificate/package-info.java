/// CertificateSigningRequests.
@NullMarked
package dev.podo.machinery.kinds.certificate;

import org.jspecify.annotations.NullMarked;
