/// Gives each namespace the certificate by which its Pods know the API server.
@NullMarked
package dev.podo.controllers.rootca;

import org.jspecify.annotations.NullMarked;
