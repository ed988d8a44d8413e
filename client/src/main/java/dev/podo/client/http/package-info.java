/// The HTTP transport of the client port: for the command line, and between processes.
@NullMarked
package dev.podo.client.http;

import org.jspecify.annotations.NullMarked;
