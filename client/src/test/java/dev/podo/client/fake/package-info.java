/// A control plane in memory for the tests of its clients.
package dev.podo.client.fake;
