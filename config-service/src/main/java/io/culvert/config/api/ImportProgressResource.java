package io.culvert.config.api;

import io.culvert.config.api.ImportDto.Progress;
import io.culvert.config.app.Caller;
import io.culvert.config.app.Import;
import io.culvert.config.app.ImportService;
import io.culvert.config.domain.RefusedException;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestStreamElementType;
import org.jspecify.annotations.Nullable;

/** How far an import is, as it goes on. It is read from the database, so any instance can tell. */
@Path("/api/v2/steering/ipsec/tunnels/imports/{id: [0-9a-fA-F-]{36}}/progress")
public class ImportProgressResource {
  private static final Duration STEP = Duration.ofMillis(250);

  /** For so long a commit is waited for that has not begun. */
  private static final int PATIENCE_STEPS = 240;

  private final ImportService imports;
  private final Callers callers;

  ImportProgressResource(ImportService imports, Callers callers) {
    this.imports = imports;
    this.callers = callers;
  }

  /**
   * Events {@code {"state","phase","done","total","end"}}, one at once and one after each quarter
   * of a second; the last has {@code end}. There is no such import (404) until the service has
   * begun to read the file.
   *
   * @param commit whether a commit is to be followed: a reviewed import is not the end then, but
   *     waited for a minute
   */
  @GET
  @Blocking
  @RolesAllowed(Roles.ADMIN)
  @Produces(MediaType.SERVER_SENT_EVENTS)
  @RestStreamElementType(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Follow a review, or with ?commit=true a commit",
      description =
          "Server-sent events with state, phase, done and total, until one has end: true. 404 until"
              + " the service has begun to read the file.")
  public Multi<Progress> follow(String id, @QueryParam("commit") @Nullable String commit) {
    Query query = new Query();
    boolean committing = query.flag("commit", commit);
    query.check();
    Caller caller = callers.current();
    UUID wanted = uuid(id);
    // An import that is not there is refused now: once the stream has begun it is too late.
    Import unused = imports.find(caller, wanted);
    return Multi.createBy()
        .repeating()
        .uni(
            AtomicInteger::new,
            steps ->
                Uni.createFrom()
                    .item(
                        () ->
                            progress(
                                imports.find(caller, wanted), committing, steps.getAndIncrement()))
                    .runSubscriptionOn(Infrastructure.getDefaultWorkerPool()))
        .withDelay(STEP)
        .whilst(progress -> !progress.end());
  }

  private static Progress progress(Import now, boolean committing, int step) {
    boolean awaited = committing && now.state() == Import.State.REVIEWED && step < PATIENCE_STEPS;
    return Progress.of(now, !now.state().running() && !awaited);
  }

  private static UUID uuid(String id) {
    try {
      return UUID.fromString(id);
    } catch (IllegalArgumentException e) {
      throw RefusedException.invalid("id", "must be a UUID");
    }
  }
}
