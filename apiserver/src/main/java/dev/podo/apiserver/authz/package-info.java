/// Who may do what. Nobody may do anything that is not said here.
@NullMarked
package dev.podo.apiserver.authz;

import org.jspecify.annotations.NullMarked;
