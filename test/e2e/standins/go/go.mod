module podlock.test/standins

go 1.21
