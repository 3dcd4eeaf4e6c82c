package io.culvert.config.domain;

/** A place on the globe, in degrees. */
public record GeoPoint(double latitude, double longitude) {
  private static final double EARTH_RADIUS_MILES = 3958.7613;

  public GeoPoint {
    if (!(Math.abs(latitude) <= 90)) {
      throw new IllegalArgumentException("latitude must be -90 to 90");
    }
    if (!(Math.abs(longitude) <= 180)) {
      throw new IllegalArgumentException("longitude must be -180 to 180");
    }
  }

  /** The great-circle distance in miles (haversine). */
  public double milesTo(GeoPoint other) {
    double dLat = Math.toRadians(other.latitude - latitude);
    double dLong = Math.toRadians(other.longitude - longitude);
    double h =
        square(Math.sin(dLat / 2))
            + Math.cos(Math.toRadians(latitude))
                * Math.cos(Math.toRadians(other.latitude))
                * square(Math.sin(dLong / 2));
    return 2 * EARTH_RADIUS_MILES * Math.asin(Math.sqrt(Math.min(1, h)));
  }

  private static double square(double x) {
    return x * x;
  }
}
