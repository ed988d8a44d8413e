/// CronJobs, and the schedules that they follow.
@NullMarked
package dev.podo.machinery.kinds.cronjob;

import org.jspecify.annotations.NullMarked;
