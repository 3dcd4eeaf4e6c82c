package io.culvert.config.store;

import io.culvert.config.app.CertificateStore;
import io.culvert.config.app.StoredCertificate;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Sort;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Certificates in PostgreSQL. */
@ApplicationScoped
class CertificateRepository
    implements CertificateStore, PanacheRepositoryBase<CertificateEntity, String> {
  @Override
  public Uni<Optional<StoredCertificate>> find(String holder) {
    return findById(holder).map(row -> Optional.ofNullable(row).map(CertificateEntity::toStored));
  }

  @Override
  public Uni<List<StoredCertificate>> ofPops() {
    return list("pop is not null", Sort.by("pop"))
        .map(rows -> rows.stream().map(CertificateEntity::toStored).toList());
  }

  @Override
  public Uni<Void> keep(StoredCertificate certificate) {
    CertificateEntity row = new CertificateEntity();
    row.set(certificate);
    return getSession()
        .chain(
            session ->
                session
                    .createNativeQuery(
                        """
                        insert into config.certificate
                          (holder, pop, brought, chain, key_sealed, not_before, not_after)
                        values (?1, nullif(?2, ''), ?3, ?4, ?5, ?6, ?7) on conflict do nothing
                        """)
                    .setParameter(1, row.holder)
                    .setParameter(2, certificate.pop().orElse(""))
                    .setParameter(3, row.brought)
                    .setParameter(4, row.chain)
                    .setParameter(5, row.keySealed)
                    .setParameter(6, row.notBefore)
                    .setParameter(7, row.notAfter)
                    .executeUpdate())
        .replaceWithVoid();
  }

  @Override
  public Uni<Void> replace(StoredCertificate certificate) {
    return findById(certificate.holder())
        .chain(
            row -> {
              if (row == null) {
                return keep(certificate);
              }
              row.set(certificate);
              return flush();
            });
  }

  @Override
  public Uni<List<String>> due(Instant ended) {
    return getSession()
        .chain(
            session ->
                session
                    .createNativeQuery(
                        """
                        select p.name from config.pop p left join config.certificate c on c.pop = p.name
                        where c.pop is null or (not c.brought and c.not_after <= ?1) order by p.name
                        """,
                        String.class)
                    .setParameter(1, ended)
                    .getResultList());
  }
}
