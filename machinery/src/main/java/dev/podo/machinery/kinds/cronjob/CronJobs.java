package dev.podo.machinery.kinds.cronjob;

import dev.podo.machinery.kind.Column;
import dev.podo.machinery.kind.GroupVersionKind;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kind.KindBuilder;
import dev.podo.machinery.kind.Subresource;
import dev.podo.machinery.kinds.metadata.LabelSelectorRules;
import dev.podo.machinery.kinds.metadata.PodFeatures;
import dev.podo.machinery.kinds.metadata.Workloads;
import dev.podo.machinery.table.Cells;
import dev.podo.model.batch.v1.CronJob;
import dev.podo.model.batch.v1.CronJobList;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Jobs that are made at certain times.
public final class CronJobs {
  public static final String ALLOW = "Allow";
  public static final String FORBID = "Forbid";
  public static final String REPLACE = "Replace";

  /// On a Job: the time for which it was made.
  public static final String SCHEDULED_AT = "batch.kubernetes.io/cronjob-scheduled-timestamp";

  public static final Kind<CronJob> KIND =
      Kind.declare(new GroupVersionKind("batch", "v1", "CronJob"), CronJobs::details)
          .namespaced()
          .shortNames("cj")
          .categories("all")
          .subresources(Subresource.STATUS)
          .build();

  private CronJobs() {}

  private static void details(KindBuilder<CronJob> kind) {
    kind.schema(CronJob.SCHEMA)
        .strategy(new CronJobStrategy())
        .gated(PodFeatures.of("spec.jobTemplate.spec.template.spec"))
        .columns(columns())
        .listedAs(
            CronJobList.SCHEMA,
            (meta, items) -> CronJobList.builder().metadata(meta).items(items).build());
  }

  private static List<Column<CronJob>> columns() {
    var columns =
        new ArrayList<Column<CronJob>>(
            List.of(
                Column.named(),
                Column.text("Schedule", "At which times.", it -> it.spec().schedule()),
                Column.text(
                    "Timezone", "By whose clock.", it -> Cells.orNone(it.spec().timeZone())),
                new Column<>(
                    "Suspend",
                    "boolean",
                    "",
                    "Whether no more Jobs are made.",
                    0,
                    (it, now) -> Cells.flag(it.spec().suspend())),
                Column.number(
                    "Active", "How many Jobs are running.", it -> it.status().active().size()),
                Column.timed(
                    "Last Schedule", "When the last Job was made.", CronJobs::lastSchedule),
                Cells.age()));
    columns.addAll(
        Workloads.wide(
            it -> it.spec().jobTemplate().spec().template(),
            it -> LabelSelectorRules.format(it.spec().jobTemplate().spec().selector())));
    return columns;
  }

  private static String lastSchedule(CronJob job, Instant now) {
    var last = job.status().lastScheduleTime();
    return last == null ? Cells.NONE : Cells.since(last, now);
  }
}
