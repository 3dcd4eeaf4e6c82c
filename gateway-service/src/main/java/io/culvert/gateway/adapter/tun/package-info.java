/** TUN devices, through the C library. */
@NullMarked
package io.culvert.gateway.adapter.tun;

import org.jspecify.annotations.NullMarked;
