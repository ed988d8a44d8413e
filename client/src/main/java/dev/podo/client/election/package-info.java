/// Who of several may act: elections through Leases.
@NullMarked
package dev.podo.client.election;

import org.jspecify.annotations.NullMarked;
