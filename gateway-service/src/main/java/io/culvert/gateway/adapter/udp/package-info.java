/** The outer UDP sockets of IKE and ESP. */
@NullMarked
package io.culvert.gateway.adapter.udp;

import org.jspecify.annotations.NullMarked;
