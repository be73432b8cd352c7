{{/* A Job that runs one command of the program. (dict "root" $ "role" … "args" (list …)) */}}
{{- define "lanyard.jobSpec" -}}
{{- $v := .root.Values -}}
backoffLimit: 6
activeDeadlineSeconds: 900
ttlSecondsAfterFinished: 86400
template:
  metadata:
    labels:
      {{- include "lanyard.labels" .root | nindent 6 }}
      app.kubernetes.io/component: {{ .role }}
  spec:
    restartPolicy: Never
    {{- include "lanyard.podBase" .root | nindent 4 }}
    {{- if include "lanyard.needsLockVolume" . }}
    # Its volumes can be mounted on one node at a time: where the signer is.
    affinity:
      podAffinity:
        requiredDuringSchedulingIgnoredDuringExecution:
          - topologyKey: kubernetes.io/hostname
            labelSelector:
              matchLabels:
                {{- include "lanyard.selector" .root | nindent 16 }}
                app.kubernetes.io/component: {{ ternary "all" "worker" (eq $v.mode "embedded") }}
    {{- end }}
    containers:
      - name: lanyard
        image: {{ include "lanyard.image" .root }}
        imagePullPolicy: {{ $v.image.pullPolicy }}
        args: {{ .args | toJson }}
        env:
          {{- include "lanyard.env" . | nindent 10 }}
        securityContext:
          {{- include "lanyard.containerSecurity" .root | nindent 10 }}
        resources:
          requests: {cpu: 100m, memory: 128Mi}
          limits: {memory: 1Gi}
        volumeMounts:
          {{- include "lanyard.mounts" . | nindent 10 }}
    volumes:
      - name: state
        {{- if and (eq $v.mode "embedded") (eq .role "init") }}
        persistentVolumeClaim:
          claimName: {{ include "lanyard.embeddedClaim" .root }}
        {{- else }}
        emptyDir: {}
        {{- end }}
      {{- include "lanyard.volumes" . | nindent 6 }}
{{- end -}}
