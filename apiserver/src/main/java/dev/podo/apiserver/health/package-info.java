/// How the server is, and how much it does.
@NullMarked
package dev.podo.apiserver.health;

import org.jspecify.annotations.NullMarked;
