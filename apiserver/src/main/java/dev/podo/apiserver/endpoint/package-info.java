/// Where HTTP meets the request path: exchanges become calls, answers become responses.
@NullMarked
package dev.podo.apiserver.endpoint;

import org.jspecify.annotations.NullMarked;
