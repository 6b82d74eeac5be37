module podlock.test/standins

go 1.19
