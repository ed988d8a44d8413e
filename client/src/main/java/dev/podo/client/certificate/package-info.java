/// What certificates are made of, for those who issue some.
@NullMarked
package dev.podo.client.certificate;

import org.jspecify.annotations.NullMarked;
