/** What the services stand on: Kafka, PostgreSQL, Keycloak. */
@NullMarked
package io.culvert.standalone.backing;

import org.jspecify.annotations.NullMarked;
