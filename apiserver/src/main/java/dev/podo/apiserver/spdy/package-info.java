/// SPDY/3.1 as Kubernetes' clients speak it after an upgrade: many streams of bytes in one
/// connection. Frames ([dev.podo.apiserver.spdy.Frame], its decoder and encoder) and the rules
/// about streams are pure; [dev.podo.apiserver.spdy.SpdySession] runs them on any
/// [dev.podo.apiserver.spdy.Wire].
///
/// The clients' implementation ignores flow control: nobody sends a WINDOW_UPDATE or looks at one.
/// Who is too fast is slowed down by not reading the connection.
@NullMarked
package dev.podo.apiserver.spdy;

import org.jspecify.annotations.NullMarked;
