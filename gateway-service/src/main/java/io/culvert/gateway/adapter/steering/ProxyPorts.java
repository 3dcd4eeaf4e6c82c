package io.culvert.gateway.adapter.steering;

import io.culvert.gateway.app.steering.AnswerDesk;
import io.culvert.gateway.app.steering.HostAccess;
import io.culvert.gateway.app.steering.LeafCertificates;
import io.culvert.gateway.app.steering.Notices;
import io.culvert.gateway.app.steering.Probes;
import io.culvert.gateway.app.steering.Resolver;
import io.culvert.gateway.app.steering.SteeringCounts;

/** Whom the proxy asks, and tells. */
public record ProxyPorts(
    HostAccess hosts,
    AnswerDesk answers,
    LeafCertificates certificates,
    Resolver resolver,
    Destinations destinations,
    SteeringCounts counts,
    Probes probes,
    Notices notices) {}
