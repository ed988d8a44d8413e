/// Events: what components tell people about objects.
@NullMarked
package dev.podo.client.events;

import org.jspecify.annotations.NullMarked;
